"""Who is watched for the operator's rules, now and over the past, and what becomes of what they tell?"""
