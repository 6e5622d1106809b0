"""An invented partner program of any size: what `synthetic.py` writes."""
