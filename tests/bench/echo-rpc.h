/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The protocol of the benchmark's server and of the floors: no library, no copy that is
 * not needed, so that what is measured is whoever talks to it. */

typedef struct
{
  char   *data;
  size_t  length;
  size_t  capacity;
} EchoBuffer;

typedef struct
{
  unsigned tools;      /* how many tools/list names */
  size_t   big_size;   /* bytes of text in the answer of the tool “big” */
} EchoOptions;

/* A piece of JSON text, as it stands there. */
typedef struct
{
  const char *text;
  size_t      length;
} EchoSlice;

void      echo_buffer_add        (EchoBuffer        *buffer,
                                  const char        *data,
                                  size_t             length);
void      echo_buffer_add_string (EchoBuffer        *buffer,
                                  const char        *text);
void      echo_buffer_remove     (EchoBuffer        *buffer,
                                  size_t             length);
void      echo_buffer_clear      (EchoBuffer        *buffer);

EchoSlice echo_member            (EchoSlice          object,
                                  const char        *name);
bool      echo_answer            (const EchoOptions *options,
                                  EchoSlice          message,
                                  EchoBuffer        *answer);
