// SPDX-License-Identifier: Apache-2.0
// The few Windows types that the real VSS headers need, with their sizes on 64-bit Windows, for a compiler on Linux.
// CALL chooses the convention of every method and exported function: empty, or __attribute__((ms_abi)).
#pragma once
#include <cstddef>
#include <cstdint>

typedef int32_t HRESULT, LONG, INT, BOOL, WINBOOL;
typedef uint32_t ULONG, DWORD, UINT;
typedef int64_t LONGLONG;
typedef unsigned char BYTE, boolean;
typedef char16_t WCHAR;
typedef WCHAR *BSTR, *LPWSTR;
typedef const WCHAR *LPCWSTR;
struct GUID {
    uint32_t Data1;
    uint16_t Data2, Data3;
    uint8_t Data4[8];
};
typedef GUID IID, CLSID;
struct FILETIME {
    DWORD dwLowDateTime, dwHighDateTime;
};
typedef const GUID &REFIID;

#ifndef CALL
#define CALL
#endif
#define STDMETHODCALLTYPE CALL
#define STDAPICALLTYPE CALL
#define APIENTRY CALL
#define WINAPI CALL
#define __RPC_USER
#define FORCEINLINE inline
#define interface struct
#define MIDL_INTERFACE(iid) struct
#define DEFINE_GUID(name, ...)
#define BEGIN_INTERFACE
#define END_INTERFACE
#define WINAPI_FAMILY_PARTITION(partition) 1

struct IUnknown {
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) = 0;
    virtual ULONG STDMETHODCALLTYPE AddRef() = 0;
    virtual ULONG STDMETHODCALLTYPE Release() = 0;
};
struct IXMLDOMDocument;

#define FALSE 0
#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define E_NOTIMPL ((HRESULT)0x80004001)
#define E_NOINTERFACE ((HRESULT)0x80004002)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define CO_E_NOTINITIALIZED ((HRESULT)0x800401F0)
