-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is set for one chat alone, as the text of one JSON object: a setting more needs no
-- migration, and one that a newer Salon has written survives an older one.

ALTER TABLE chats ADD COLUMN settings TEXT;
