"""A store that speaks S3: of a cloud, or MinIO, Ceph and the like in the house."""

from chargeboard.channels.s3.s3 import CHANNEL as CHANNEL
