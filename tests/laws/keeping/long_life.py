"""A charger that is older than what its page compares with."""

from lives import DAY, HOUR, Charger16

from chargeboard.time.instants import SECOND


def forty_days():
    """Two sessions a day, an error each third day, another firmware once, and an error told late."""
    charger = Charger16()
    charger.boot(firmware="1.0")
    for day in range(40):
        for visit in range(2):
            charger.status(1, 1, 0)
            charger.start(1, f"T{1 + visit}", 0)
            charger.now += HOUR * SECOND
            charger.sample(1, 700 * (1 + visit), 0)
            charger.stop(1, 900, visit, 0)
            charger.status(1, 8 * (day % 3 == 0), 3 * (day % 3 == 0))
            charger.now += 2 * HOUR * SECOND
            charger.status(1, 0, 0)
            charger.now += 9 * HOUR * SECOND
            charger.heartbeat()
        if day == 33:
            charger.boot(firmware="2.0")
    charger.drift_s = -DAY
    charger.status(1, 8, 3)  # of the day before
    return charger.frames
