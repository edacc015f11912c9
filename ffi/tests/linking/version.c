#include "soapstone.h"

int main(void)
{
    return soapstone_abi_version() == SOAPSTONE_ABI_VERSION ? 0 : 1;
}
