-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the user has attached lies in files beside the database, each named after the SHA-256 of
-- its content (see salon-store-blobs.c). A part names its file; a file that no part names any
-- more is deleted.

ALTER TABLE parts ADD COLUMN blob TEXT;

CREATE INDEX parts_blob ON parts (blob) WHERE blob IS NOT NULL;
