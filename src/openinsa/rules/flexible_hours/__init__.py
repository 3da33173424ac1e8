"""탄력적 근로시간제 - hours that average forty a week over a unit period."""
