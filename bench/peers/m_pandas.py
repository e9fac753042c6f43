"""Job M with pandas: python m_pandas.py OUT MONTHLY… POPULATION_BEFORE POPULATION_AFTER."""

import sys

import pandas as pd
from taiwan import RENAMED

ITEMS = {
    "出生數": "births",
    "出生數-男": "births_male",
    "出生數-女": "births_female",
    "死亡數": "deaths",
}


def named(areas: pd.Series) -> pd.Series:
    return areas.str.replace(r"\s", "", regex=True).replace(RENAMED)


def population(path: str) -> pd.Series:
    villages = pd.read_csv(path, usecols=["區域", "人口"])
    townships = villages.groupby("區域")["人口"].sum()
    return townships.groupby(named(townships.index.to_series())).sum()


out, *paths, before, after = sys.argv[1:]
villages = pd.concat(
    [pd.read_csv(path, header=1, usecols=["區域別", *ITEMS]) for path in paths], ignore_index=True
)
townships = villages.rename(columns=ITEMS).groupby("區域別").sum()
townships = townships.groupby(named(townships.index.to_series())).sum()
townships["population"] = (population(before) + population(after)) / 2

areas = pd.concat(
    [
        townships,
        townships.groupby(townships.index.str[:3]).sum(),
        townships.sum().to_frame("全國").T,
    ]
)
result = pd.DataFrame(
    {
        "period": 2017,
        "births": areas.births,
        "deaths": areas.deaths,
        "crude_birth_rate": 1000 * areas.births / areas.population,
        "crude_death_rate": 1000 * areas.deaths / areas.population,
        "natural_growth_rate": 1000 * (areas.births - areas.deaths) / areas.population,
        "sex_ratio_at_birth": (100 * areas.births_male / areas.births_female).where(
            areas.births_female > 0
        ),
    }
)
result.rename_axis("area").to_csv(out)
