"""What did a week or a month come to? A file for one charger and one for several; the reader asks them."""
