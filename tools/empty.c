/* The executable itself: everything it runs comes whole from the room app/. */
typedef int varde_nothing_here;
