/* The versions that Varde announces: of the MISP interface that it speaks, which is that of the client it is tested with. */
#ifndef VARDE_SERVICE_VERSION_H
#define VARDE_SERVICE_VERSION_H

#define MISP_VERSION "2.5.34"

#endif
