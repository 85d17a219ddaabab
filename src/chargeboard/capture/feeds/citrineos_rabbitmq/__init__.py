"""CitrineOS: what goes through the exchange of its RabbitMQ, heard beside its own modules."""

from chargeboard.capture.feeds.citrineos_rabbitmq.citrineos_rabbitmq import KIND as KIND
