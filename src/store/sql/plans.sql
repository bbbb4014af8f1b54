-- name: plan_lines_of
-- in: cell plan
-- out: id unit_code unit_text stream type era month target
SELECT id, unit_code, unit_text, stream, type, era, month, target
FROM plan_line WHERE cell = $1 AND plan = $2;
