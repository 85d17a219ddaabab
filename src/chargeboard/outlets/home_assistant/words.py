"""What are the sensors of a charger called?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "outlets.home_assistant",
    {
        "connected": "Connection",
        "problem": "Problem",
        "last_error": "Last error",
        "energy_today": "Energy today",
        "energy_30_days": "Energy of 30 days",
        "sessions_today": "Sessions today",
        "utilization": "Utilization",
        "success": "Charging success",
        "state": "State",
        "state_of": "State, socket {socket}",
        "power": "Power",
        "power_of": "Power, socket {socket}",
        "session_energy": "Energy of the session",
        "session_energy_of": "Energy of the session, socket {socket}",
        "car_charge": "Charge of the car",
        "car_charge_of": "Charge of the car, socket {socket}",
    },
)
