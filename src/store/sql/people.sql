-- name: staff_find
-- in: cell login
-- out: id name is_active
SELECT id, name, is_active FROM staff WHERE cell = $1 AND login = $2;

-- name: staff_first
-- in: cell
-- out: login
SELECT login FROM staff WHERE cell = $1 ORDER BY id LIMIT 1;

-- name: staff_terms
-- in: cell staff
-- out: office role valid_from valid_to
SELECT office, role, valid_from, valid_to FROM term
WHERE cell = $1 AND staff = $2 ORDER BY id;

-- name: staff_all
-- in: cell
-- out: id login name is_active
-- scan: ok
SELECT id, login, name, is_active FROM staff WHERE cell = $1 ORDER BY sort_key;

-- name: office_first
-- in: cell
-- out: id name unit_code
SELECT id, name, unit_code FROM office WHERE cell = $1 ORDER BY id LIMIT 1;

-- name: staff_at
-- in: office cell staff
-- out: login name office unit_code
SELECT s.login, s.name, o.name, o.unit_code
FROM staff AS s LEFT JOIN office AS o ON o.cell = s.cell AND o.id = $1
WHERE s.cell = $2 AND s.id = $3;

-- name: staff_get
-- in: cell id
-- out: login name is_active
SELECT login, name, is_active FROM staff WHERE cell = $1 AND id = $2;

-- name: credential_get
-- in: cell staff
-- out: hash is_temporary
SELECT hash, is_temporary FROM credential WHERE cell = $1 AND staff = $2;

-- name: session_all
-- in: cell
-- out: place token_hash staff office must_change created_ms seen_ms
-- scan: ok
SELECT place, token_hash, staff, office, must_change, created_ms, seen_ms
FROM session WHERE cell = $1 AND token_hash <> '' ORDER BY place;

-- name: term_find
-- in: cell staff office role
-- out: id valid_from valid_to
SELECT id, valid_from, valid_to FROM term
WHERE cell = $1 AND staff = $2 AND office = $3 AND role = $4 ORDER BY id DESC;
