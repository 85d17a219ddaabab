"""A screen on a wall: one charger after the other, read from three metres, without anybody at it."""
