-- name: page_of
-- in: cell book page
-- out: id book page hash kind width height bytes
SELECT id, book, page, hash, kind, width, height, bytes FROM page_image
WHERE cell = $1 AND book = $2 AND page = $3;

-- name: page_get
-- in: cell id
-- out: id book page hash kind width height bytes
SELECT id, book, page, hash, kind, width, height, bytes FROM page_image
WHERE cell = $1 AND id = $2;

-- name: pages_of_book
-- in: cell book
-- out: id book page hash kind width height bytes
SELECT id, book, page, hash, kind, width, height, bytes FROM page_image
WHERE cell = $1 AND book = $2 ORDER BY page;

-- name: page_all
-- in: cell
-- out: id book page hash kind width height bytes
-- scan: ok
SELECT id, book, page, hash, kind, width, height, bytes FROM page_image
WHERE cell = $1 ORDER BY id;

-- name: layout_get
-- in: cell book
-- out: body
SELECT body FROM book_layout WHERE cell = $1 AND book = $2;
