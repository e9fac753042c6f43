"""What is wrong or odd in returns: each kind of check is a function, and `run` carries them out.

`arithmetic` and `lines` look at one return, `months` at what follows one another in time, `levels`
at areas above areas, `ranges` at indicators, `outliers` and `screens` at what chance would not do;
`completeness` tells who reported, and when; `waivers` what has been explained. Which checks there
are, and their thresholds, is data: `catalogue/checks.toml`.
"""
