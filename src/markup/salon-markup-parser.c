/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-parser-private.h"

#include <md4c.h>
#include <string.h>

#include "salon-markup-builder-private.h"
#include "salon-markup-entity-private.h"

#define FLAGS (MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | \
               MD_FLAG_TASKLISTS | MD_FLAG_LATEXMATHSPANS | MD_FLAG_NOHTML)

static char *
decode_attribute (const MD_ATTRIBUTE *attribute)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; attribute->size > 0 && attribute->substr_offsets[i] < attribute->size; i++)
    {
      const char *part = attribute->text + attribute->substr_offsets[i];
      gsize length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
      gunichar character = 0;

      if (attribute->substr_types[i] == MD_TEXT_ENTITY)
        character = salon_markup_entity_decode (part, length);

      if (character != 0)
        g_string_append_unichar (value, character);
      else
        g_string_append_len (value, part, (gssize) length);
    }

  return g_string_free (g_steal_pointer (&value), FALSE);
}

static SalonMarkupAlignment
convert_alignment (MD_ALIGN align)
{
  switch (align)
    {
    case MD_ALIGN_CENTER:
      return SALON_MARKUP_ALIGN_CENTER;
    case MD_ALIGN_RIGHT:
      return SALON_MARKUP_ALIGN_END;
    case MD_ALIGN_LEFT:
    case MD_ALIGN_DEFAULT:
    default:
      return SALON_MARKUP_ALIGN_START;
    }
}

static SalonMarkupBlock *
make_list (SalonMarkupBuilder *self,
           MD_BLOCKTYPE        type,
           void               *detail)
{
  SalonMarkupBlock *block = salon_markup_builder_make_block (self, SALON_MARKUP_LIST);

  if (block == NULL)
    return NULL;

  if (type == MD_BLOCK_OL)
    {
      block->ordered = TRUE;
      block->start = ((MD_BLOCK_OL_DETAIL *) detail)->start;
      block->tight = ((MD_BLOCK_OL_DETAIL *) detail)->is_tight != 0;
    }
  else
    {
      block->tight = ((MD_BLOCK_UL_DETAIL *) detail)->is_tight != 0;
    }

  return block;
}

static SalonMarkupBlock *
make_list_item (SalonMarkupBuilder *self,
                MD_BLOCK_LI_DETAIL *detail)
{
  SalonMarkupBlock *block = salon_markup_builder_make_block (self, SALON_MARKUP_LIST_ITEM);

  if (block != NULL && detail->is_task)
    block->task = detail->task_mark == ' ' ? SALON_MARKUP_TASK_OPEN : SALON_MARKUP_TASK_DONE;

  return block;
}

static SalonMarkupBlock *
make_container (SalonMarkupBuilder *self,
                MD_BLOCKTYPE        type,
                void               *detail)
{
  SalonMarkupBlock *parent = self->path->len > 0
    ? g_ptr_array_index (self->path, self->path->len - 1) : NULL;

  switch ((int) type)
    {
    case MD_BLOCK_QUOTE:
      return self->path->len < SALON_MARKUP_MAX_DEPTH
        ? salon_markup_builder_make_block (self, SALON_MARKUP_QUOTE) : NULL;

    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      return self->path->len < SALON_MARKUP_MAX_DEPTH ? make_list (self, type, detail) : NULL;

    case MD_BLOCK_LI:
      /* Of a list too deep to be kept, the items are not kept either. */
      return parent != NULL && parent->kind == SALON_MARKUP_LIST
        ? make_list_item (self, detail) : NULL;

    case MD_BLOCK_TABLE:
      return salon_markup_builder_make_block (self, SALON_MARKUP_TABLE);

    case MD_BLOCK_TR:
      return parent != NULL && parent->kind == SALON_MARKUP_TABLE
        ? salon_markup_builder_make_block (self, SALON_MARKUP_TABLE_ROW) : NULL;

    default:
      return NULL;
    }
}

static SalonMarkupBlock *
make_leaf (SalonMarkupBuilder *self,
           MD_BLOCKTYPE        type,
           void               *detail)
{
  SalonMarkupBlock *parent = self->path->len > 0
    ? g_ptr_array_index (self->path, self->path->len - 1) : NULL;
  SalonMarkupBlock *block = NULL;

  switch ((int) type)
    {
    case MD_BLOCK_P:
    case MD_BLOCK_HTML:
      return salon_markup_builder_make_block (self, SALON_MARKUP_PARAGRAPH);

    case MD_BLOCK_H:
      block = salon_markup_builder_make_block (self, SALON_MARKUP_HEADING);
      if (block != NULL)
        block->level = ((MD_BLOCK_H_DETAIL *) detail)->level;
      return block;

    case MD_BLOCK_CODE:
      block = salon_markup_builder_make_block (self, SALON_MARKUP_CODE);
      if (block != NULL && ((MD_BLOCK_CODE_DETAIL *) detail)->lang.size > 0)
        block->language = decode_attribute (&((MD_BLOCK_CODE_DETAIL *) detail)->lang);
      return block;

    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      if (parent == NULL || parent->kind != SALON_MARKUP_TABLE_ROW)
        return NULL;
      block = salon_markup_builder_make_block (self, SALON_MARKUP_TABLE_CELL);
      if (block != NULL)
        {
          block->alignment = convert_alignment (((MD_BLOCK_TD_DETAIL *) detail)->align);
          block->header = parent->header = type == MD_BLOCK_TH;
        }
      return block;

    default:
      return NULL;
    }
}

static void
add_math_mark (SalonMarkupBuilder *self,
               MD_SPANTYPE         type)
{
  if (type == MD_SPAN_LATEXMATH_DISPLAY)
    salon_markup_builder_add_text (self, "$$", 2);
  else if (type == MD_SPAN_LATEXMATH)
    salon_markup_builder_add_text (self, "$", 1);
}

/* Closes spans until only @n_left are open. */
static void
close_spans (SalonMarkupBuilder *self,
             guint               n_left)
{
  while (self->spans->len > n_left)
    {
      MD_SPANTYPE type = (MD_SPANTYPE) self->spans->data[self->spans->len - 1];

      g_byte_array_set_size (self->spans, self->spans->len - 1);
      salon_markup_inline_close (&self->content, type == MD_SPAN_IMG);
      add_math_mark (self, type);
    }
}

static int
enter_block_cb (MD_BLOCKTYPE type,
                void        *detail,
                void        *user_data)
{
  SalonMarkupBuilder *self = user_data;
  SalonMarkupBlock *block;
  guint8 kept = FALSE;

  if (type == MD_BLOCK_DOC)
    return 0;

  close_spans (self, 0);
  salon_markup_builder_close_implicit (self);
  if (self->kept->len == 0)
    {
      self->first_text = -1;
      /* The text of code may follow an empty line that does not end the block. */
      self->first_text_unknown = type == MD_BLOCK_CODE;
    }

  if ((block = make_container (self, type, detail)) != NULL)
    {
      g_ptr_array_add (self->path, block);
      kept = TRUE;
    }
  else if ((block = make_leaf (self, type, detail)) != NULL)
    {
      self->leaf = block;
      kept = TRUE;
    }
  else if (type == MD_BLOCK_HR &&
           (block = salon_markup_builder_make_block (self, SALON_MARKUP_RULE)) != NULL)
    {
      salon_markup_builder_attach (self, block);
    }
  g_byte_array_append (self->kept, &kept, 1);

  return 0;
}

static gboolean
is_container (MD_BLOCKTYPE type)
{
  return type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL ||
         type == MD_BLOCK_LI || type == MD_BLOCK_TABLE || type == MD_BLOCK_TR;
}

static int
leave_block_cb (MD_BLOCKTYPE type,
                void        *detail,
                void        *user_data)
{
  SalonMarkupBuilder *self = user_data;
  gboolean kept;

  if (type == MD_BLOCK_DOC)
    return 0;

  close_spans (self, 0);
  salon_markup_builder_close_implicit (self);
  kept = self->kept->data[self->kept->len - 1];
  g_byte_array_set_size (self->kept, self->kept->len - 1);

  /* Of a list whose first item is empty, the first text is not where it starts. */
  if (type == MD_BLOCK_LI && self->kept->len == 1 && self->first_text < 0)
    self->first_text_unknown = TRUE;

  if (kept && is_container (type))
    salon_markup_builder_attach (self, g_ptr_array_steal_index (self->path, self->path->len - 1));
  else if (kept)
    salon_markup_builder_close_leaf (self);

  if (self->full && self->overflow->len > 0 &&
      self->overflow->str[self->overflow->len - 1] != '\n')
    g_string_append_c (self->overflow, '\n');

  if (self->kept->len == 0 && !self->full)
    salon_markup_builder_flush_overflow (self);

  return 0;
}

static int
enter_span_cb (MD_SPANTYPE type,
               void       *detail,
               void       *user_data)
{
  SalonMarkupBuilder *self = user_data;
  g_autofree char *address = NULL;
  guint8 kept_type = (guint8) type;

  salon_markup_builder_open_implicit (self);

  switch (type)
    {
    case MD_SPAN_EM:
      salon_markup_inline_open (&self->content, "i");
      break;
    case MD_SPAN_STRONG:
      salon_markup_inline_open (&self->content, "b");
      break;
    case MD_SPAN_DEL:
      salon_markup_inline_open (&self->content, "s");
      break;
    case MD_SPAN_CODE:
      salon_markup_inline_open (&self->content, "tt");
      break;
    case MD_SPAN_A:
      address = decode_attribute (&((MD_SPAN_A_DETAIL *) detail)->href);
      salon_markup_inline_open_link (&self->content, address, FALSE);
      break;
    case MD_SPAN_IMG:
      address = decode_attribute (&((MD_SPAN_IMG_DETAIL *) detail)->src);
      salon_markup_inline_open_link (&self->content, address, TRUE);
      self->image_mark = self->content.text->len;
      break;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
      /* Formulas stay as they were written, with their marks. */
      add_math_mark (self, type);
      salon_markup_inline_open (&self->content, NULL);
      break;
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U:
    default:
      salon_markup_inline_open (&self->content, NULL);
      break;
    }
  g_byte_array_append (self->spans, &kept_type, 1);

  return 0;
}

static int
leave_span_cb (MD_SPANTYPE  type,
               void        *detail,
               void        *user_data)
{
  SalonMarkupBuilder *self = user_data;
  guint position = self->spans->len;

  while (position > 0 && self->spans->data[position - 1] != (guint8) type)
    position--;

  /* md4c 0.5.2 leaves spans that it has never entered, for `[](~)~`. */
  if (position == 0)
    return 0;

  /* An image without a description is named by its address. */
  if (type == MD_SPAN_IMG && self->content.text->len == self->image_mark)
    {
      g_autofree char *address = decode_attribute (&((MD_SPAN_IMG_DETAIL *) detail)->src);

      salon_markup_builder_add_text (self, address, strlen (address));
    }
  close_spans (self, position - 1);

  return 0;
}

static void
note_first_text (SalonMarkupBuilder *self,
                 const char         *text)
{
  if (self->first_text < 0 && text >= self->source && text < self->source + self->length)
    self->first_text = text - self->source;
}

/* Models break lines in table cells by the one HTML tag they cannot do without. */
static void
add_cell_text (SalonMarkupBuilder *self,
               const char         *text,
               gsize               length)
{
  static const char * const breaks[] = { "<br>", "<br/>", "<br />" };
  const char *end = text + length;

  while (text < end)
    {
      const char *tag = memchr (text, '<', (gsize) (end - text));
      gsize skipped = 0;

      if (tag == NULL)
        tag = end;
      salon_markup_builder_add_text (self, text, (gsize) (tag - text));

      for (gsize i = 0; i < G_N_ELEMENTS (breaks) && skipped == 0; i++)
        if ((gsize) (end - tag) >= strlen (breaks[i]) &&
            g_ascii_strncasecmp (tag, breaks[i], strlen (breaks[i])) == 0)
          skipped = strlen (breaks[i]);

      if (skipped > 0)
        salon_markup_builder_add_text (self, "\n", 1);
      else if (tag < end)
        salon_markup_builder_add_text (self, tag, skipped = 1);
      text = tag + skipped;
    }
}

static int
text_cb (MD_TEXTTYPE    type,
         const MD_CHAR *text,
         MD_SIZE        size,
         void          *user_data)
{
  SalonMarkupBuilder *self = user_data;
  gunichar character;
  char encoded[6];

  note_first_text (self, text);

  if (self->leaf != NULL && self->leaf->kind == SALON_MARKUP_CODE)
    {
      g_string_append_len (self->code, text, (gssize) size);
      return 0;
    }

  switch (type)
    {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      /* Models break lines where they mean it: a soft break stays one. */
      salon_markup_builder_add_text (self, "\n", 1);
      break;

    case MD_TEXT_ENTITY:
      character = salon_markup_entity_decode (text, size);
      if (character != 0)
        salon_markup_builder_add_text (self, encoded,
                                       (gsize) g_unichar_to_utf8 (character, encoded));
      else
        salon_markup_builder_add_text (self, text, size);
      break;

    case MD_TEXT_NORMAL:
      if (self->leaf != NULL && self->leaf->kind == SALON_MARKUP_TABLE_CELL)
        add_cell_text (self, text, size);
      else
        salon_markup_builder_add_text (self, text, size);
      break;

    case MD_TEXT_NULLCHAR:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
    default:
      salon_markup_builder_add_text (self, text, size);
      break;
    }

  return 0;
}

static gsize
limit_length (const char *text,
              gsize       length,
              gsize       max_bytes)
{
  if (length <= max_bytes)
    return length;

  while (max_bytes > 0 && ((guint8) text[max_bytes] & 0xc0) == 0x80)
    max_bytes--;

  return max_bytes;
}

/**
 * salon_markup_parse_blocks: (skip)
 * @text: (array length=length): clean text, see salon_markup_text_append_clean()
 * @length: its length in bytes
 * @max_bytes: how much of it is read as Markdown
 * @max_blocks: how many blocks of all levels it may make
 * @starts: (nullable) (out caller-allocates) (element-type gssize): for each block at the
 *   top level, where its first text stands if that is surely on its first line, or -1
 * @counts: (nullable) (out caller-allocates) (element-type guint): for each block at the
 *   top level, how many blocks of all levels there are up to its end
 *
 * Reads Markdown.
 *
 * Returns: (transfer full) (element-type SalonMarkupBlock): the blocks of the top level
 */
GPtrArray *
salon_markup_parse_blocks (const char *text,
                           gsize       length,
                           gsize       max_bytes,
                           guint       max_blocks,
                           GArray     *starts,
                           GArray     *counts)
{
  static const MD_PARSER callbacks = {
    .flags = FLAGS,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  GPtrArray *blocks;
  gsize read;
  SalonMarkupBuilder parser;

  g_assert (text != NULL);

  read = limit_length (text, length, max_bytes);
  salon_markup_builder_init (&parser, text, read, max_blocks);
  parser.starts = starts;
  parser.counts = counts;

  /* It only fails when memory runs out, and then GLib has ended the program. */
  md_parse (text, (MD_SIZE) read, &callbacks, &parser);

  g_string_append_len (parser.overflow, text + read, (gssize) (length - read));
  salon_markup_builder_flush_overflow (&parser);
  blocks = g_steal_pointer (&parser.blocks);
  salon_markup_builder_clear (&parser);

  return blocks;
}
