"""Job L with pandas: python l_pandas.py OUT MONTHLY…."""

import sys
from pathlib import Path

import pandas as pd
from taiwan import RENAMED

ITEMS = {
    "出生數": "births",
    "出生數-男": "births_male",
    "出生數-女": "births_female",
    "死亡數": "deaths",
}


def read(path: str) -> pd.DataFrame:
    """Read one month; newer files have a line of codes above the line of names."""
    with Path(path).open(encoding="utf-8-sig") as file:
        coded = file.readline().startswith("statistic_yyymm")
    return pd.read_csv(
        path,
        header=1 if coded else 0,
        usecols=["統計年月", "區域別", *ITEMS],
        encoding="utf-8" if coded else "utf-8-sig",
    )


out, *paths = sys.argv[1:]
villages = pd.concat([read(path) for path in paths], ignore_index=True)
villages = villages.rename(columns={"統計年月": "month", "區域別": "area", **ITEMS})
items = list(ITEMS.values())
months = villages.groupby(["area", "month"], as_index=False)[items].sum()
months["area"] = months["area"].str.replace(r"\s", "", regex=True).replace(RENAMED)
months["period"] = months["month"] // 100 + 1911

years = []
for area in (months["area"], months["area"].str[:3], "全國"):
    found = months.assign(area=area).groupby(["area", "period"])
    year = found[items].sum()
    year["whole"] = found["month"].nunique() == 12
    years.append(year)
result = pd.concat(years)
result["sex_ratio_at_birth"] = (100 * result["births_male"] / result["births_female"]).where(
    result["births_female"] > 0
)
for count in ("births", "deaths"):
    result[count] = result[count].where(result["whole"])
result[["births", "deaths", "sex_ratio_at_birth"]].to_csv(out)
