// Before anything is painted: the scheme that the reader chose on this device, if it may keep any.
try {
  document.documentElement.dataset.scheme = localStorage.getItem("scheme");
} catch {}
