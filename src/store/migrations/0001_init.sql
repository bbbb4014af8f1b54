-- The tables of a data directory, for SQLite and PostgreSQL alike.
--
-- Tokens: @ID@ a 63-bit id; @INT@ a number; @REAL@; @BLOB@; @JSON@ canonical
-- JSON text; @STRICT@ closes a table.  A table is authoritative when its
-- comment says so: it is written by ht_tx_put alone, every row carries `seq`,
-- the journal row that last wrote it, and `journal verify` compares each
-- column with the journal.  Derived tables can be dropped and built again.

-- what this directory is: schema version, cell, demonstration mark, last id
CREATE TABLE meta (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
) @STRICT@;

-- the chain of acts (register) and of reads and refusals (access)
CREATE TABLE journal (
  chain @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  cell @ID@ NOT NULL,
  at_ms @ID@ NOT NULL,
  actor @ID@ NOT NULL,
  office @ID@ NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject @ID@ NOT NULL,
  purpose TEXT NOT NULL,
  payload TEXT NOT NULL,
  salt @BLOB@ NOT NULL,
  previous @BLOB@ NOT NULL,
  leaf @BLOB@ NOT NULL,
  PRIMARY KEY (chain, seq)
) @STRICT@;
CREATE INDEX journal_subject ON journal (chain, subject, seq);

-- authoritative: register types, flows, rights, codes, units as installed
CREATE TABLE resource (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version @INT@ NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  UNIQUE (cell, kind, name, version)
) @STRICT@;

-- authoritative: an organisation that registers or keeps books
CREATE TABLE office (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  name TEXT NOT NULL,
  level @INT@ NOT NULL,
  unit_code TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id)
) @STRICT@;

-- authoritative: people who work here
CREATE TABLE staff (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_key @BLOB@ NOT NULL,
  is_active @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  UNIQUE (cell, login)
) @STRICT@;

-- authoritative: a role held in an office from a day to a day
CREATE TABLE term (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  staff @ID@ NOT NULL,
  office @ID@ NOT NULL,
  role TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  FOREIGN KEY (cell, staff) REFERENCES staff (cell, id),
  FOREIGN KEY (cell, office) REFERENCES office (cell, id)
) @STRICT@;
CREATE INDEX term_staff ON term (cell, staff);

-- authoritative: what shows that somebody is who he says.  The hash is that of
-- argon2id with its salt and cost; a temporary one is changed at first sign-in
CREATE TABLE credential (
  cell @ID@ NOT NULL,
  staff @ID@ NOT NULL,
  hash TEXT NOT NULL,
  is_temporary @INT@ NOT NULL,
  changed_ms @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, staff),
  FOREIGN KEY (cell, staff) REFERENCES staff (cell, id)
) @STRICT@;

-- derived: who is signed in, so that a restart signs nobody out.  Places are
-- used again, so that there are never more rows than the server has places;
-- an empty hash is a free place
CREATE TABLE session (
  cell @ID@ NOT NULL,
  place @INT@ NOT NULL,
  token_hash TEXT NOT NULL,
  staff @ID@ NOT NULL,
  office @ID@ NOT NULL,
  must_change @INT@ NOT NULL,
  created_ms @ID@ NOT NULL,
  seen_ms @ID@ NOT NULL,
  PRIMARY KEY (cell, place)
) @STRICT@;

-- authoritative: a book; the key is what its cover says, as far as it says it.
-- office_raw: the office as the cover writes it; stream: the one it is keyed
-- in; first_number, last_number: what the book holds, counted by hand; '' or 0:
-- nobody has said
CREATE TABLE book (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  type TEXT NOT NULL,
  unit_code TEXT NOT NULL,
  office_text TEXT NOT NULL,
  volume TEXT NOT NULL,
  year @INT@ NOT NULL,
  copy TEXT NOT NULL,
  era TEXT NOT NULL,
  condition TEXT NOT NULL,
  office_raw TEXT NOT NULL,
  stream TEXT NOT NULL,
  first_number @INT@ NOT NULL,
  last_number @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  UNIQUE (cell, type, unit_code, office_text, volume, year, copy)
) @STRICT@;

-- authoritative: a slot of a book; several may claim one number.  page: of the
-- book's images; 0: not known
CREATE TABLE entry (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  book @ID@ NOT NULL,
  number_raw TEXT NOT NULL,
  number @INT@ NOT NULL,
  year @INT@ NOT NULL,
  ordinal @INT@ NOT NULL,
  ordinal_reason TEXT NOT NULL,
  page @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  UNIQUE (cell, book, number_raw, ordinal),
  FOREIGN KEY (cell, book) REFERENCES book (cell, id)
) @STRICT@;
CREATE INDEX entry_order ON entry (cell, book, number, id);

-- authoritative: what somebody read in the book; the body is what the journal
-- commits to.  seconds, keys: how long keying took and with how many strokes,
-- as the screen counted; 0: not keyed here
CREATE TABLE transcription (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  pass TEXT NOT NULL,
  type_version @INT@ NOT NULL,
  body @JSON@ NOT NULL,
  body_hash TEXT NOT NULL,
  staff @ID@ NOT NULL,
  at_ms @ID@ NOT NULL,
  import @ID@ NOT NULL,
  import_line @INT@ NOT NULL,
  seconds @INT@ NOT NULL,
  keys @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, entry, pass),
  FOREIGN KEY (cell, entry) REFERENCES entry (cell, id)
) @STRICT@;

-- authoritative: the state of an entry in one stream; streams are never added.
-- done_ms: when it last came to count as done for quotas; 0 while it does not
CREATE TABLE work (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  stream TEXT NOT NULL,
  state TEXT NOT NULL,
  class TEXT NOT NULL,
  keyer @ID@ NOT NULL,
  checker @ID@ NOT NULL,
  acceptor @ID@ NOT NULL,
  approver @ID@ NOT NULL,
  version @INT@ NOT NULL,
  changed_ms @ID@ NOT NULL,
  done_ms @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, entry, stream),
  FOREIGN KEY (cell, entry) REFERENCES entry (cell, id)
) @STRICT@;
CREATE INDEX work_state ON work (cell, stream, state, class, changed_ms);

-- authoritative: the person an entry's role was linked to.  probability is in
-- ten-thousandths; decided is '' (by the machine), 'picked', 'none' (a person
-- said so) or 'confirmed' (not found, and the police have been asked)
CREATE TABLE match (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  role TEXT NOT NULL,
  class TEXT NOT NULL,
  id12 TEXT NOT NULL,
  probability @INT@ NOT NULL,
  decided TEXT NOT NULL,
  basis TEXT NOT NULL,
  staff @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, entry, role),
  FOREIGN KEY (cell, entry) REFERENCES entry (cell, id)
) @STRICT@;
CREATE INDEX match_class ON match (cell, class);
CREATE INDEX match_person ON match (cell, id12, entry, role, class);

-- authoritative: one differing field, its sources and its decision; a
-- difference that a later run no longer finds is `gone`, never deleted
CREATE TABLE difference (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  role TEXT NOT NULL,
  field TEXT NOT NULL,
  kind TEXT NOT NULL,
  decides @INT@ NOT NULL,
  book_value TEXT NOT NULL,
  person_value TEXT NOT NULL,
  decision TEXT NOT NULL,
  basis TEXT NOT NULL,
  document TEXT NOT NULL,
  staff @ID@ NOT NULL,
  is_gone @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, entry, role, field),
  FOREIGN KEY (cell, entry) REFERENCES entry (cell, id)
) @STRICT@;
CREATE INDEX difference_kind ON difference (cell, is_gone, decides, kind);

-- authoritative: two entries of one event; a link, never a deletion
CREATE TABLE link (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  other @ID@ NOT NULL,
  kind TEXT NOT NULL,
  probability @INT@ NOT NULL,
  staff @ID@ NOT NULL,
  is_gone @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, entry, other, kind),
  FOREIGN KEY (cell, entry) REFERENCES entry (cell, id)
) @STRICT@;
CREATE INDEX link_other ON link (cell, other);

-- authoritative: a file that was imported, and how far
CREATE TABLE import (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  what TEXT NOT NULL,
  line @INT@ NOT NULL,
  accepted @INT@ NOT NULL,
  unchanged @INT@ NOT NULL,
  refused @INT@ NOT NULL,
  is_done @INT@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id)
) @STRICT@;
CREATE INDEX import_hash ON import (cell, hash);

-- authoritative: a load of the population
CREATE TABLE population (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  as_of TEXT NOT NULL,
  people @ID@ NOT NULL,
  refused @ID@ NOT NULL,
  hashes TEXT NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id)
) @STRICT@;

-- authoritative: a row of the electronic register, and the entry it is
CREATE TABLE register_row (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  type TEXT NOT NULL,
  unit_code TEXT NOT NULL,
  office_text TEXT NOT NULL,
  volume TEXT NOT NULL,
  number_raw TEXT NOT NULL,
  file_number TEXT NOT NULL,
  status TEXT NOT NULL,
  type_version @INT@ NOT NULL,
  body @JSON@ NOT NULL,
  body_hash TEXT NOT NULL,
  entry @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id)
) @STRICT@;
CREATE INDEX register_row_key
  ON register_row (cell, type, unit_code, volume, number_raw);
CREATE INDEX register_row_file ON register_row (cell, type, file_number);
CREATE INDEX register_row_entry ON register_row (cell, entry);

-- authoritative: the picture of a page of a book; the file is images/<first two
-- of hash>/<hash>, in hex, and `journal verify` looks at it
CREATE TABLE page_image (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  book @ID@ NOT NULL,
  page @INT@ NOT NULL,
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  width @INT@ NOT NULL,
  height @INT@ NOT NULL,
  bytes @INT@ NOT NULL,
  at_ms @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id),
  UNIQUE (cell, book, page),
  FOREIGN KEY (cell, book) REFERENCES book (cell, id)
) @STRICT@;

-- authoritative: where on a page of a book each field stands, drawn once
CREATE TABLE book_layout (
  cell @ID@ NOT NULL,
  book @ID@ NOT NULL,
  body @JSON@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, book),
  FOREIGN KEY (cell, book) REFERENCES book (cell, id)
) @STRICT@;

-- kept, not journalled: what somebody has typed and not yet saved; nobody's
-- evidence.  An empty body: nothing is left of it
CREATE TABLE draft (
  cell @ID@ NOT NULL,
  staff @ID@ NOT NULL,
  book @ID@ NOT NULL,
  slot TEXT NOT NULL,
  body TEXT NOT NULL,
  seconds @INT@ NOT NULL,
  keys @INT@ NOT NULL,
  at_ms @ID@ NOT NULL,
  PRIMARY KEY (cell, staff, book, slot)
) @STRICT@;

-- kept, not journalled: short words somebody types for long ones
CREATE TABLE abbreviation (
  cell @ID@ NOT NULL,
  staff @ID@ NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (cell, staff)
) @STRICT@;

-- kept, not journalled: requests that made an entry, so that one that is sent
-- again gets the same answer
CREATE TABLE request (
  cell @ID@ NOT NULL,
  staff @ID@ NOT NULL,
  request TEXT NOT NULL,
  hash TEXT NOT NULL,
  entry @ID@ NOT NULL,
  at_ms @ID@ NOT NULL,
  PRIMARY KEY (cell, staff, request)
) @STRICT@;

-- authoritative: quotas of a plan, as printed
CREATE TABLE plan_line (
  cell @ID@ NOT NULL,
  id @ID@ NOT NULL,
  plan TEXT NOT NULL,
  unit_code TEXT NOT NULL,
  unit_text TEXT NOT NULL,
  stream TEXT NOT NULL,
  type TEXT NOT NULL,
  era TEXT NOT NULL,
  month TEXT NOT NULL,
  target @ID@ NOT NULL,
  seq @ID@ NOT NULL,
  PRIMARY KEY (cell, id)
) @STRICT@;

-- derived: the people of an entry as search compares them; built again from
-- the bodies.  search is the name in the search canon, born "1990-05-12",
-- "1990-05", "1990" or ''
CREATE TABLE entry_person (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  role TEXT NOT NULL,
  search TEXT NOT NULL,
  sort_key @BLOB@ NOT NULL,
  born TEXT NOT NULL,
  PRIMARY KEY (cell, entry, role)
) @STRICT@;

-- derived: what the rules say of an entry, and what that rests on (basis 0:
-- nothing, look again); rules is a bit per rule of the type, days are civil
-- days from 1970, kin is one number for all children of a couple
CREATE TABLE entry_check (
  cell @ID@ NOT NULL,
  entry @ID@ NOT NULL,
  type TEXT NOT NULL,
  type_version @INT@ NOT NULL,
  basis @ID@ NOT NULL,
  rules @ID@ NOT NULL,
  registered @INT@ NOT NULL,
  event @INT@ NOT NULL,
  kin @ID@ NOT NULL,
  PRIMARY KEY (cell, entry)
) @STRICT@;

-- derived: which entries carry a word; one row for all entries of a batch
CREATE TABLE entry_word (
  cell @ID@ NOT NULL,
  word TEXT NOT NULL,
  type TEXT NOT NULL,
  segment @ID@ NOT NULL,
  entries @BLOB@ NOT NULL,
  PRIMARY KEY (cell, word, type, segment)
) @STRICT@;
