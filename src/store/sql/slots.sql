-- name: slot_by_number
-- in: cell book number_raw
-- out: entry ordinal body_hash import import_line
SELECT e.id, e.ordinal, t.body_hash, t.import, t.import_line
FROM entry AS e JOIN transcription AS t
  ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.book = $2 AND e.number_raw = $3 ORDER BY e.ordinal;

-- name: slot_contents
-- in: cell book number_raw from
-- out: entry ordinal body_hash import import_line
SELECT e.id, e.ordinal, COALESCE(t.body_hash, ''), COALESCE(t.import, 0),
  COALESCE(t.import_line, 0)
FROM entry AS e LEFT JOIN transcription AS t
  ON t.cell = e.cell AND t.entry = e.id AND t.pass = 'A'
WHERE e.cell = $1 AND e.book = $2 AND e.number_raw = $3 AND e.ordinal >= $4
ORDER BY e.ordinal;

-- name: work_get
-- in: cell entry stream
-- out: state class keyer checker acceptor approver version
SELECT state, class, keyer, checker, acceptor, approver, version FROM work
WHERE cell = $1 AND entry = $2 AND stream = $3;

-- name: import_find
-- in: cell hash what
-- out: id line accepted unchanged refused is_done
SELECT id, line, accepted, unchanged, refused, is_done FROM import
WHERE cell = $1 AND hash = $2 AND what = $3 ORDER BY id DESC LIMIT 1;
