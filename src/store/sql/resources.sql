-- name: resource_latest
-- in: cell kind
-- out: name version hash body id
-- scan: ok
SELECT name, version, hash, body, id FROM resource AS r
WHERE cell = $1 AND kind = $2 AND version = (
  SELECT MAX(version) FROM resource AS newer WHERE newer.cell = r.cell
  AND newer.kind = r.kind AND newer.name = r.name)
ORDER BY name;

-- name: resource_all
-- in: cell kind
-- out: name version hash body
SELECT name, version, hash, body FROM resource
WHERE cell = $1 AND kind = $2 ORDER BY name, version;

-- name: resource_version
-- in: cell kind name version
-- out: body
SELECT body FROM resource
WHERE cell = $1 AND kind = $2 AND name = $3 AND version = $4;
