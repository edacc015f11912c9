# For a Makefile as STM32CubeMX writes it. After its lines for C_INCLUDES and LIBS write
#
#     SOAPSTONE = third_party/soapstone
#     include $(SOAPSTONE)/examples/link/make/soapstone.mk
#
# It asks $(CC) $(MCU) what the processor is. Other Makefiles use $(SOAPSTONE_CFLAGS) and $(SOAPSTONE_LIB).
SOAPSTONE ?= third_party/soapstone
SOAPSTONE_ARCHIVES ?= $(SOAPSTONE)/build
SOAPSTONE_TARGET := $(shell sh $(SOAPSTONE)/examples/link/make/target.sh $(CC) $(MCU) || echo none)
SOAPSTONE_LIB := $(SOAPSTONE_ARCHIVES)/$(if $(SOAPSTONE_TARGET),$(SOAPSTONE_TARGET)/)libsoapstone.a
SOAPSTONE_CFLAGS := -I$(SOAPSTONE)/include

ifeq ($(wildcard $(SOAPSTONE_LIB)),)
$(error no $(SOAPSTONE_LIB); build it: make -C $(SOAPSTONE) $(if $(SOAPSTONE_TARGET),archives,lib))
endif

C_INCLUDES += $(SOAPSTONE_CFLAGS)
LIBS := $(SOAPSTONE_LIB) $(LIBS)
