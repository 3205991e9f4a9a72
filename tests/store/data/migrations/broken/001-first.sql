-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE things (name TEXT);
