/* Functions that have no safe use here; included by the build in every file (-include base/banned.h). */
#ifndef VARDE_BASE_BANNED_H
#define VARDE_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atoll system popen tmpnam mktemp gmtime localtime ctime asctime

#endif
