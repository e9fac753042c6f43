"""Pictures: what is drawn (`model`), and how (`drawing`, which needs the extra `report`)."""

from fpstats.write.charts.model import Curve, FunnelChart, SeriesChart

__all__ = ["Curve", "FunnelChart", "SeriesChart"]
