"""The WSGI application, and the watch that its process keeps over the background work."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.production")

application = get_wsgi_application()
import_module("gouvernail.foundation.patience").limit_statements()
import_module("gouvernail.continuity.tasks.watching").start_watch()  # needs the application
