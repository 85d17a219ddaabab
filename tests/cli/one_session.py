import json


def line(at, frame, station="CP1", direction="in", **more):
    return json.dumps(
        {"received_at": f"2025-10-13T{at}Z", "station": station, "direction": direction, "frame": frame}
        | more
    )


def a_session(station="CP1"):
    """A charger that boots, charges 12 kWh for an hour, and is free again."""
    return [
        line("07:00:00", ["open", "A"], station, "ws"),
        line(
            "07:00:01",
            [2, "1", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}],
            station,
        ),
        line("07:00:02", [3, "1", {"status": "Accepted", "interval": 300}], station, "out"),
        line("07:00:03", status("2", "Available", "07:00:03"), station),
        line("07:00:04", [3, "2", {}], station, "out"),
        line("07:59:50", status("3", "Preparing", "07:59:50"), station),
        line("07:59:51", [3, "3", {}], station, "out"),
        line("08:00:00", start("4"), station),
        line("08:00:01", [3, "4", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}], station, "out"),
        line("08:00:02", status("5", "Charging", "08:00:02"), station),
        line("09:00:00", stop("6"), station),
        line("09:00:01", [3, "6", {}], station, "out"),
        line("09:00:02", status("7", "Available", "09:00:02"), station),
        line("09:10:00", ["close", "A"], station, "ws"),
    ]


def status(message_id, what, at):
    return [
        2,
        message_id,
        "StatusNotification",
        {"connectorId": 1, "errorCode": "NoError", "status": what, "timestamp": f"2025-10-13T{at}Z"},
    ]


def start(message_id):
    told = {"connectorId": 1, "idTag": "DEADBEEF", "meterStart": 1000, "timestamp": "2025-10-13T08:00:00Z"}
    return [2, message_id, "StartTransaction", told]


def stop(message_id):
    told = {"transactionId": 7, "meterStop": 13000, "timestamp": "2025-10-13T09:00:00Z"}
    return [2, message_id, "StopTransaction", told]
