"""What local days come to, hour of week by hour of week."""
