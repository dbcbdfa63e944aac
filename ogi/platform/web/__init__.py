"""Flask glue: sessions a request, forms, paging, headers, failures, filters."""
