"""CitrineOS: what its webhook posts of the chargers that it is asked to tell of."""

from chargeboard.capture.feeds.citrineos_webhook.citrineos_webhook import KIND as KIND
