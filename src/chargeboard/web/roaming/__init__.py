"""What others who exchange where charging is possible ask us for."""
