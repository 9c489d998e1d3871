import gc
import os

from django.core.wsgi import get_wsgi_application

from casework.base.core.threads import one_thread_one_request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
application = get_wsgi_application()
one_thread_one_request()

# What is there now stays: looking through it for garbage again and again took a tenth of each
# page's work. A page makes some ten thousand objects, and few of them in circles.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
