"""What did the operator set?"""

from chargeboard.config.about import ABOUT_FIELDS
from chargeboard.config.backups import BACKUP_FIELDS, Backups
from chargeboard.config.checking import POLICY_FIELDS, checked, did_you_mean
from chargeboard.config.csms import CSMS_FIELDS, Csms
from chargeboard.config.loading import from_environment, load, value_of
from chargeboard.config.metrics import Metrics
from chargeboard.config.privacy import PRIVACY_FIELDS, Privacy
from chargeboard.config.retention import RETENTION_FIELDS
from chargeboard.config.settings import (
    SERVER_FIELDS,
    Server,
    Settings,
    SettingsError,
    Value,
)

__all__ = [
    "ABOUT_FIELDS",
    "BACKUP_FIELDS",
    "CSMS_FIELDS",
    "POLICY_FIELDS",
    "PRIVACY_FIELDS",
    "RETENTION_FIELDS",
    "SERVER_FIELDS",
    "Backups",
    "Csms",
    "Metrics",
    "Privacy",
    "Server",
    "Settings",
    "SettingsError",
    "Value",
    "checked",
    "did_you_mean",
    "from_environment",
    "load",
    "value_of",
]
