-- Why: managers look up the gifts of their country, newest first; gift ids grow with time.

CREATE INDEX gift_country ON report.gift (country, gift_id);
