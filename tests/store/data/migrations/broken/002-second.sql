-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

DELETE FROM things;
ALTER TABLE nothing ADD COLUMN size INTEGER;
