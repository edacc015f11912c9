/* What addressed.c does, and UsernameTokens with a password digest. */
#define SECURED
#include "addressed.c"
