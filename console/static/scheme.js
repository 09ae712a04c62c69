// Before anything is painted: the scheme that the reader chose on this device.
document.documentElement.dataset.scheme = localStorage.getItem("scheme") ?? "system";
