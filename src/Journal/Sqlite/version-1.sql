CREATE TABLE schema_version (version INTEGER PRIMARY KEY, made_at TEXT NOT NULL);
CREATE TABLE house (one INTEGER PRIMARY KEY CHECK (one = 1), journal TEXT NOT NULL, epoch INTEGER NOT NULL, last_event INTEGER NOT NULL, head BLOB NOT NULL);
CREATE TABLE facts (
  event   INTEGER PRIMARY KEY,
  stream  TEXT NOT NULL,
  version INTEGER NOT NULL,
  follows INTEGER NOT NULL,
  epoch   INTEGER NOT NULL,
  time    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  body    TEXT NOT NULL,
  hash    BLOB NOT NULL
);
CREATE TABLE people (number INTEGER PRIMARY KEY, name TEXT, token TEXT, salt BLOB);
CREATE TABLE catalogues (hash TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW history AS
  SELECT f.event, f.time, f.stream, f.version, f.kind, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder, f.body
  FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') ORDER BY f.event;
CREATE VIEW bids AS
  SELECT f.event, f.time, f.stream, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder,
    json_extract(f.body, '$.id') AS id, json_extract(f.body, '$.amountMinor') AS amount_minor, json_extract(f.body, '$.priceMinor') AS price_minor
  FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') WHERE f.kind = 'Lot.BidAccepted' ORDER BY f.event;
CREATE VIEW sales AS
  SELECT f.event, f.time, f.stream, coalesce(p.name, json_extract(f.body, '$.bidder')) AS bidder,
    json_extract(f.body, '$.priceMinor') AS price_minor, json_extract(f.body, '$.round') AS round
  FROM facts f LEFT JOIN people p ON p.number = json_extract(f.body, '$.bidder') WHERE f.kind = 'Lot.UnitAwarded' ORDER BY f.event;
