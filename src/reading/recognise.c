/* Names and kinds of happening in one pass: the text is folded once, block by block, for both. */
#include "reading/entities.h"
#include "reading/topics.h"

void reading_recognise(struct arena *arena, struct reading *r) {
    struct blocks blocks;
    struct collection *names = entities_begin(arena, r);
    struct topic_count *topics = topics_begin(arena);
    blocks_init(&blocks, arena, r);
    while (blocks_next(&blocks)) {
        entities_block(names, &blocks.block);
        topics_block(topics, &blocks.block);
    }
    entities_end(names);
    topics_end(topics, arena, r);
}
