"""What is said of a store that speaks S3?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.s3",
    {
        "title": "S3 store, for reports",
        "field_endpoint": "Address, such as https://s3.eu-central-1.amazonaws.com",
        "field_bucket": "Bucket, which is there already",
        "field_prefix": "What names begin with, such as reports/; empty: nothing",
        "field_region": "Region",
        "field_access_key": "Access key",
        "field_secret_key": "Secret key",
        "bad_bucket": "“{bucket}” is no name of a bucket; write it like my-reports",
        "bad_prefix": "“{prefix}” is no beginning of a name; write it like reports/",
        "not_stored": "{endpoint} did not take {name}: {why}",
    },
)
