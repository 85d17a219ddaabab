"""Programs and homes that listen to an MQTT broker, Home Assistant among them."""

from chargeboard.channels.mqtt.mqtt import CHANNEL as CHANNEL
