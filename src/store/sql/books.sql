-- name: book_find
-- in: cell type unit_code office_text volume year copy
-- out: id
SELECT id FROM book WHERE cell = $1 AND type = $2 AND unit_code = $3
  AND office_text = $4 AND volume = $5 AND year = $6 AND copy = $7;
