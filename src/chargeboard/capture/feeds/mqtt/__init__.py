"""Proxies that publish each message of chargers to an MQTT broker, that of Home Assistant among them."""

from chargeboard.capture.feeds.mqtt.mqtt import KIND as KIND
