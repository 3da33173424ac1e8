"""The demo district: made-up people at the real size of a Korean city district, generated from a seed."""
