/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry. A target aborts when a promise of the code under test is broken. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
