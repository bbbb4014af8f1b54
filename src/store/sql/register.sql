-- name: register_any
-- in: cell type
-- out: id
SELECT id FROM register_row WHERE cell = $1 AND type = $2 LIMIT 1;

-- name: register_find
-- in: cell type unit_code volume number_raw
-- out: id office_text file_number status type_version body body_hash entry
SELECT id, office_text, file_number, status, type_version, body, body_hash,
  entry
FROM register_row WHERE cell = $1 AND type = $2 AND unit_code = $3
  AND volume = $4 AND number_raw = $5;

-- name: register_by_file
-- in: cell type file_number
-- out: id unit_code office_text volume number_raw status body_hash entry
SELECT id, unit_code, office_text, volume, number_raw, status, body_hash, entry
FROM register_row WHERE cell = $1 AND type = $2 AND file_number = $3;
